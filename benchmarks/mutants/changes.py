"""Small faults that a person might make, one at a time: every change of a source file, found in its syntax tree.

A change replaces one piece of text; the rest of the file stays as it is, so that its difference is one or two lines.
"""

from __future__ import annotations

import ast
import difflib
from dataclasses import dataclass

ORDER: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_PAIRS = (("min", "max"), ("any", "all"), ("floor", "ceil"), ("minimum", "maximum"))
TWINS = dict(_PAIRS) | {other: name for name, other in _PAIRS}
EVEN = {"min", "max", "minimum", "maximum", "isin", "union1d", "zip", "isinstance", "range"}  # arguments not swapped
LEFT_ALONE = (ast.JoinedStr, ast.Import, ast.ImportFrom, ast.Assert, ast.Raise)  # what is said is tested by words


@dataclass(frozen=True)
class Change:
    """One fault: where it stands in which function, its kind, and the file with it."""

    kind: str
    function: str
    line: int
    before: str
    after: str

    @property
    def difference(self) -> list[str]:
        """The lines that differ, without their surroundings."""
        told = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), lineterm="", n=0)
        return [line for line in list(told)[2:] if not line.startswith("@@")]


def changes(source: str) -> list[Change]:
    """Every change of a file, from its top to its end."""
    return sorted(_Finder(source).found, key=lambda change: change.line)


class _Finder(ast.NodeVisitor):
    """Walks over what is run in functions: no docstrings, no annotations, no defaults of fields, no text."""

    def __init__(self, source: str) -> None:
        self.source, self.found = source, list[Change]()
        self._scope: list[str] = []
        self._raw = [line.encode() for line in source.splitlines(keepends=True)]
        self._starts = [0]
        for line in self._raw:
            self._starts.append(self._starts[-1] + len(line))
        self.visit(ast.parse(source))

    # --- where one is ---------------------------------------------------------------------------------------------

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._inside(node.name, node.body)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._inside(node.name, [part for part in node.body if isinstance(part, ast.FunctionDef)])

    def _inside(self, name: str, body: list[ast.stmt]) -> None:
        self._scope.append(name)
        for statement in body:
            self.visit(statement)
        self._scope.pop()

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.Continue | ast.Break):
            self._put("removed", node, ast.Pass())
        elif not isinstance(node, LEFT_ALONE):
            super().generic_visit(node)

    # --- what is changed ------------------------------------------------------------------------------------------

    def visit_Compare(self, node: ast.Compare) -> None:
        for position, operator in enumerate(node.ops):
            for number, other in enumerate(ORDER[type(operator)]):
                kind = "boundary" if number == 0 and len(ORDER[type(operator)]) > 1 else "comparison"
                ops = [other() if spot == position else op for spot, op in enumerate(node.ops)]
                self._put(kind, node, ast.Compare(node.left, ops, node.comparators))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        other = ARITHMETIC.get(type(node.op))
        if other is not None and not _is_text(node.left):
            self._put("arithmetic", node, ast.BinOp(node.left, other(), node.right))
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        other = ARITHMETIC.get(type(node.op))
        if other is not None:
            self._put("arithmetic", node, ast.AugAssign(node.target, other(), node.value))
        self._put("removed", node, ast.Pass())
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.USub | ast.Invert):
            self._put("negation", node, node.operand)
        if not isinstance(node.operand, ast.Constant):
            self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        self._put("logic", node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._put("constant", node, ast.Constant(not value))
        elif isinstance(value, int):
            self._put("constant", node, ast.Constant(value + 1))
        elif isinstance(value, float):
            self._put("constant", node, ast.Constant(value * 2.0 if value else 1.0))

    def visit_If(self, node: ast.If) -> None:
        self._negated(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._negated(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._put("condition", test, ast.Constant(True))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in TWINS:
            self._put("twin", node.func, _renamed(node.func, TWINS[name]))
        places = (1, 2) if name == "where" else (0, 1)
        if len(node.args) > places[1] and name not in EVEN and _alike(*(node.args[place] for place in places)):
            swapped = list(node.args)
            swapped[places[0]], swapped[places[1]] = swapped[places[1]], swapped[places[0]]
            self._put("swapped", node, ast.Call(node.func, swapped, node.keywords))
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return  # a docstring
        self._put("removed", node, ast.Pass())
        self.generic_visit(node)

    def _negated(self, test: ast.expr) -> None:
        if not isinstance(test, ast.Compare | ast.UnaryOp):  # those have negations of their own
            self._put("condition", test, ast.UnaryOp(ast.Not(), test))

    # --- the text -------------------------------------------------------------------------------------------------

    def _put(self, kind: str, old: ast.stmt | ast.expr, new: ast.stmt | ast.expr) -> None:
        assert old.end_lineno is not None
        assert old.end_col_offset is not None
        begin = self._starts[old.lineno - 1] + old.col_offset
        end = self._starts[old.end_lineno - 1] + old.end_col_offset
        text = ast.unparse(ast.fix_missing_locations(new))
        simple = isinstance(new, ast.stmt | ast.Call | ast.Constant | ast.Name | ast.Attribute)
        raw = b"".join(self._raw)
        after = raw[:begin] + (text if simple else f"({text})").encode() + raw[end:]
        if after != raw:  # the same argument twice cannot be swapped
            self.found.append(Change(kind, ".".join(self._scope), old.lineno, self.source, after.decode()))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _alike(one: ast.expr, other: ast.expr) -> bool:
    """Whether two arguments might be mixed up: text and what is no text would not pass the check of types."""
    return not any(isinstance(each, ast.Starred) or _is_text(each) for each in (one, other))


def _renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())
