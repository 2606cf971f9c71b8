"""Make the embedded data set: one row per function of this Python's standard library.

Run `python -m team.upkeep.make_stdlib` and pin the sha256 that it prints in `known.py`. The
rows follow from the library's source alone, so the same Python gives the same rows again. Tests,
demos and the packages that newer Pythons dropped as a whole (distutils, lib2to3) are left out.
The table holds facts about CPython's source (licence PSF-2.0), none of its text.

| column          | kind        | what it is                                                    |
|-----------------|-------------|---------------------------------------------------------------|
| area            | categorical | subject of the module, after the Library Reference's chapters |
| module          | categorical | top-level module or package                                   |
| kind            | categorical | function, method, classmethod, staticmethod, property, nested |
| visibility      | categorical | public, private (`_name`), dunder (`__name__`)                |
| async           | boolean     | `async def`                                                   |
| variadic        | boolean     | takes `*args` or `**kwargs`                                   |
| annotated       | boolean     | any parameter or the result has a type annotation             |
| args            | integer     | named parameters, self and cls included                       |
| defaults        | integer     | parameters with a default                                     |
| statements      | integer     | statements in the body without the docstring, at every depth  |
| branches        | integer     | if, for, while, except and case                               |
| returns         | integer     | return statements                                             |
| depth           | integer     | deepest nesting of compound statements; 0 is a flat body      |
| lines           | integer     | from `def` to the last line                                   |
| line_length     | float       | mean characters in the lines that are not blank, 1 decimal    |
| comment_share   | float       | share of lines that are only a comment, 3 decimals            |
| docstring_words | integer     | words in the docstring; missing without one                   |
| docstring_share | float       | share of lines in the docstring, 3 decimals; missing likewise |

What is inside a nested function counts for the functions around it too. Rules that hold in every
row, and that a synthesizer can break:

- a module has one area
- defaults <= args
- returns <= statements, branches <= statements, depth <= statements
- branches > 0 only where depth > 0
- a property or classmethod has args >= 1
- docstring_words and docstring_share are missing in the same rows
- comment_share x lines and docstring_share x lines are whole numbers (up to the rounding)
"""

import ast
import hashlib
import platform
import sysconfig
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from fake_or_real import sources
from fake_or_real.data import foreign, tables
from fake_or_real.data.tables import Table

OUT = Path(sources.__file__).with_name("stdlib.parquet")

_SKIPPED = {
    *("test", "tests", "idle_test", "turtledemo", "distutils", "lib2to3"),
    *("site-packages", "dist-packages"),
}
_AREAS = {
    "text": "codecs difflib encodings pprint re reprlib shlex string stringprep strptime textwrap",
    "types": "abc bisect calendar collections collections_abc copy copyreg dataclasses"
    " datetime enum graphlib heapq numbers py_abc pydatetime queue sched types"
    " typing weakref weakrefset zoneinfo",
    "numbers": "colorsys fractions functools operator pydecimal pylong random statistics",
    "files": "bz2 compression filecmp fileinput fnmatch genericpath glob gzip linecache lzma"
    " ntpath nturl2path pathlib posixpath shutil stat tarfile tempfile zipapp"
    " zipfile",
    "storage": "configparser csv dbm netrc pickle pickletools plistlib shelve sqlite3 tomllib"
    " xdrlib",
    "system": "aix_support android_support argparse bootsubprocess cmd crypt ctypes curses"
    " getopt getpass hashlib hmac io ios_support locale logging optparse os"
    " osx_support pipes platform pty pyio secrets signal site sitebuiltins sysconfig"
    " tty",
    "concurrency": "asynchat asyncio asyncore concurrent multiprocessing selectors socket"
    " socketserver ssl subprocess threading threading_local",
    "internet": "base64 cgi cgitb email ftplib http imaplib ipaddress mailbox mailcap mimetypes"
    " nntplib poplib quopri smtpd smtplib telnetlib urllib uu uuid webbrowser"
    " wsgiref xmlrpc",
    "markup": "html json markupbase xml",
    "media": "aifc chunk gettext imghdr sndhdr sunau wave",
    "gui": "idlelib tkinter turtle",
    "development": "bdb cProfile doctest pdb profile pstats pydoc timeit trace tracemalloc"
    " unittest",
    "language": "antigravity ast code codeop colorize compileall contextlib dis ensurepip"
    " future hello imp importlib inspect modulefinder opcode phello pkgutil"
    " py_compile pyclbr pyrepl rlcompleter runpy symtable tabnanny token tokenize"
    " traceback venv warnings zipimport",
}
_AREA = {module: area for area, modules in _AREAS.items() for module in modules.split()}
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BLOCKS = (
    *(*_FUNCTIONS, ast.ClassDef, ast.If, ast.For, ast.AsyncFor, ast.While),
    *(ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.Match),
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def make(library: Path) -> Table:
    """The table for the standard library in this folder."""
    rows: list[dict[str, Any]] = []
    for path in sorted(library.rglob("*.py")):
        folders = path.relative_to(library).parts
        # config-3.11-x86_64-linux-gnu and its like differ between builds of one Python.
        if _SKIPPED.isdisjoint(folders) and not folders[0].startswith("config-"):
            module = folders[0].removesuffix(".py")
            place = {"area": _AREA.get(module.strip("_"), "other"), "module": module}
            with tokenize.open(path) as file:
                rows += [place | row for row in facts(file.read())]
    about: dict[str, str | int] = {"source": f"Python {platform.python_version()}"}
    return foreign.typed(pa.Table.from_pylist(rows), about, parse=False)


def facts(source: str) -> Iterator[dict[str, Any]]:
    """What one module's source says about each of its functions, in their order."""
    lines = source.splitlines()
    for function, parent in _functions(ast.parse(source), None):
        yield _signature(function, parent) | _body(function) | _layout(function, lines)


def _functions(node: ast.AST, parent: ast.AST | None) -> Iterator[tuple[Function, ast.AST | None]]:
    """Each function below a node, with the class or function that it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _FUNCTIONS):
            yield child, parent
        scope = child if isinstance(child, (*_FUNCTIONS, ast.ClassDef)) else parent
        yield from _functions(child, scope)


def _signature(function: Function, parent: ast.AST | None) -> dict[str, Any]:
    takes = function.args
    named = [*takes.posonlyargs, *takes.args, *takes.kwonlyargs]
    rest = [arg for arg in (takes.vararg, takes.kwarg) if arg]
    defaults = [default for default in (*takes.defaults, *takes.kw_defaults) if default]
    return {
        "kind": _kind(function, parent),
        "visibility": _visibility(function.name),
        "async": isinstance(function, ast.AsyncFunctionDef),
        "variadic": bool(rest),
        "annotated": bool(function.returns or any(arg.annotation for arg in named + rest)),
        "args": len(named),
        "defaults": len(defaults),
    }


def _kind(function: Function, parent: ast.AST | None) -> str:
    if not isinstance(parent, ast.ClassDef):
        return "nested" if parent else "function"
    # `@property`, `@functools.cached_property`, `@name.setter` and so on, by their last name.
    decorators = {ast.unparse(item).rpartition(".")[2] for item in function.decorator_list}
    if decorators & {"property", "cached_property", "setter", "deleter"}:
        return "property"
    return next((kind for kind in ("classmethod", "staticmethod") if kind in decorators), "method")


def _visibility(name: str) -> str:
    if name.startswith("__") and name.endswith("__"):
        return "dunder"
    return "private" if name.startswith("_") else "public"


def _body(function: Function) -> dict[str, Any]:
    nodes = [node for part in function.body for node in ast.walk(part)]
    statements = sum(isinstance(node, ast.stmt) for node in nodes)
    return {
        "statements": statements - (ast.get_docstring(function) is not None),
        "branches": sum(isinstance(node, _BRANCHES) for node in nodes),
        "returns": sum(isinstance(node, ast.Return) for node in nodes),
        "depth": _depth(function),
    }


def _depth(node: ast.AST) -> int:
    deepest = 0
    for child in ast.iter_child_nodes(node):
        # To the parser an elif is an if inside an else; it starts where its if starts.
        elif_ = (
            isinstance(node, ast.If)
            and isinstance(child, ast.If)
            and child.col_offset == node.col_offset
        )
        block = isinstance(child, _BLOCKS) and not elif_
        deepest = max(deepest, block + _depth(child))
    return deepest


def _layout(function: Function, source: list[str]) -> dict[str, Any]:
    lines = source[function.lineno - 1 : function.end_lineno]
    lengths = [len(line) for line in lines if line.strip()]
    comments = sum(line.lstrip().startswith("#") for line in lines)
    docstring = ast.get_docstring(function)
    stated = function.body[0]
    docstring_lines = (stated.end_lineno or stated.lineno) - stated.lineno + 1
    return {
        "lines": len(lines),
        "line_length": round(sum(lengths) / len(lengths), 1),
        "comment_share": round(comments / len(lines), 3),
        "docstring_words": None if docstring is None else len(docstring.split()),
        "docstring_share": None if docstring is None else round(docstring_lines / len(lines), 3),
    }


def main() -> None:
    """Write the table and print what `known.py` has to say about it."""
    table = make(Path(sysconfig.get_path("stdlib")))
    tables.write(table, OUT)
    sha256 = hashlib.sha256(OUT.read_bytes()).hexdigest()
    print(f"{OUT}: {len(table)} rows from {table.about['source']}, sha256 {sha256}")


if __name__ == "__main__":
    main()
