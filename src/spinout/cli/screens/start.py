"""What `spinout` alone says: where each kind of user begins."""

from spinout.cli.screens.pages import Page

WAYS = (
    ("You run a service", "spinout assess", "asks the questions here, and goes on another day."),
    ("You compare services", "spinout batch FOLDER", "scores every file of answers in a folder."),
    ("You write the paper", "spinout report FILE -o paper.html", "makes a committee paper of a file of answers."),
)


def show_start() -> None:
    """Show the way in for each kind of user, an example to begin with, and where the rest is."""
    page = Page()
    page.text("Is a public service ready to become a mutual? spinout asks, scores, and says what stands in the way.")
    for who, command, does in WAYS:
        page.heading(who)
        page.text(f"{command}", indent=2)
        page.text(does, indent=4)
    page.heading("You want to see it first")
    page.text("spinout examples --copy examples", indent=2)
    page.text("spinout score examples/adventure-playgrounds/answers.yaml", indent=2)
    page.blank()
    page.text("All commands: spinout --help. One of them: spinout assess --help.")
    page.show()
