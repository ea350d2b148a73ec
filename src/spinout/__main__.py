"""The way in: answers `--version` at once, and leaves everything else to the command line."""

import sys

from spinout import __version__


def main() -> None:
    """Run spinout and end the process with its exit code."""
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:
        try:
            print(f"spinout {__version__}", flush=True)
        except OSError:
            pass  # told below, as every other trouble with writing is
        else:
            return
    from spinout.cli.boundary import ExitCode, heed_signals, run

    heed_signals()
    try:
        code = run()
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    if code == ExitCode.INTERRUPTED:
        from spinout.cli.boundary import leave

        leave(code)
    import gc

    gc.freeze()  # nobody needs the garbage of a program that ends; to look for it takes as long as Python to start
    sys.exit(code)


if __name__ == "__main__":
    main()
