"""What the names that survey tools take are made of, told by what the docs say of them and not by what makes them."""


def column_of(name: str) -> str:
    """The column that a safe name is of; no id has an underscore, so there is one."""
    ident, sign, beside = name.partition("___")
    column = ident.removeprefix("_").replace("__", ".").replace("_", "-")
    return f"{column}{'#' if sign else ''}{beside}"
