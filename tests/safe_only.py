"""A plugin of mypy: what is shown to a person is a `Safe` text, or one that the program wrote.

The functions of Rich, Textual and click that put text on a terminal take any string. With this
plugin mypy refuses every call of them whose text is not proved safe: it has the type
`annotator.text.safe.Safe`, is written in the source, is a number, or is put together of such. And
it refuses to call a text safe anywhere but in `annotator.text.safe`, which looks at what it has.
"""

from collections.abc import Callable

from mypy.nodes import (
    ARG_STAR,
    CallExpr,
    ConditionalExpr,
    Expression,
    GeneratorExpr,
    IndexExpr,
    ListExpr,
    MemberExpr,
    NameExpr,
    OpExpr,
    SliceExpr,
    StrExpr,
    TupleExpr,
)
from mypy.plugin import FunctionContext, MethodContext, Plugin
from mypy.types import AnyType, Instance, Type, UnionType, get_proper_type

SAFE = "annotator.text.safe.Safe"
SINKS = {
    "click.utils.echo": ("message",),
    "click.termui.confirm": ("text",),
    "click.termui.prompt": ("text",),
    "click.termui.secho": ("message",),
    "rich.console.Console.print": ("objects",),
    "rich.segment.Segment": ("text",),
    "rich.table.Table.add_column": ("header", "footer"),
    "rich.table.Table.add_row": ("renderables",),
    "rich.text.Text": ("text",),
    "rich.text.Text.append": ("text",),
    "rich.text.Text.assemble": ("parts",),
    "textual.app.App.notify": ("message", "title"),
    "textual.app.App.panic": ("renderables",),
    "textual.content.Content": ("text",),
    "textual.content.Content.assemble": ("parts",),
    "textual.content.Content.from_markup": ("markup",),
    "textual.content.Content.styled": ("text",),
    "textual.widgets._input.Input": ("value", "placeholder"),
    "textual.widgets._label.Label": ("content",),
    "textual.widgets._option_list.OptionList": ("content",),
    "textual.widgets._static.Static": ("content",),
    "textual.widgets._static.Static.update": ("content",),
    "textual.widgets.option_list.Option": ("prompt",),
    "textual.widgets._option_list.Option": ("prompt",),
}
"""The arguments that come to stand on a terminal, by the full name of what takes them."""
KEEP_SAFE = frozenset({"center", "ljust", "lower", "lstrip", "rjust", "rstrip", "strip", "upper"})
"""Methods that make a safe string of a safe string."""
NUMBERS = frozenset({"builtins.bool", "builtins.float", "builtins.int"})

Context = FunctionContext | MethodContext


def _types(context: Context, expression: Expression) -> Type:
    return get_proper_type(context.api.get_expression_type(expression))


def _safe_type(found: Type) -> bool:
    """Whether every value of a type may be shown: it is safe, a number, or no text at all."""
    found = get_proper_type(found)
    if isinstance(found, AnyType):
        return False
    if isinstance(found, UnionType):
        return all(map(_safe_type, found.items))
    if not isinstance(found, Instance):
        return True
    if found.type.fullname == "builtins.object":
        return False
    written = found.last_known_value is not None or found.type.is_enum
    if written or found.type.fullname == SAFE:
        return True
    inner = found.args if found.type.fullname != "builtins.str" else ()
    return not found.type.has_base("builtins.str") and all(map(_safe_type, inner))


def _operands(expression: Expression) -> list[Expression] | None:
    """The parts that an expression is put together of; None where it is not."""
    found: list[Expression] | None = None
    match expression:
        case ConditionalExpr(if_expr=one, else_expr=other):
            found = [one, other]
        case OpExpr(op="+" | "*" | "or" | "and", left=one, right=other):
            found = [one, other]
        case IndexExpr(base=base, index=SliceExpr()):
            found = [base]
        case TupleExpr(items=[text, _]):  # a text and its style
            found = [text]
        case CallExpr():
            found = _operands_of_call(expression)
    return found


def _operands_of_call(call: CallExpr) -> list[Expression] | None:
    match call:
        case CallExpr(
            callee=MemberExpr(expr=StrExpr(value=""), name="join"), args=[ListExpr(items=items)]
        ):
            return items  # an f-string
        case CallExpr(callee=MemberExpr(expr=StrExpr(value="{:{}}"), name="format")):
            return call.args[:1]  # a part of it
        case CallExpr(callee=MemberExpr(expr=text, name=name)) if name in KEEP_SAFE:
            return [text]
        case _:
            return None


def _is_number(context: Context, expression: Expression) -> bool:
    found = _types(context, expression)
    return isinstance(found, Instance) and found.type.fullname in NUMBERS


def _safe(context: Context, expression: Expression) -> bool:
    """Whether what an expression gives may be shown."""
    if isinstance(expression, StrExpr):
        return True
    operands = _operands(expression)
    if operands is not None:
        return all(_safe(context, each) for each in operands)
    match expression:
        case CallExpr(callee=NameExpr(fullname="builtins.str"), args=[argument]):
            return _is_number(context, argument)
        case CallExpr(callee=MemberExpr(expr=between, name="join"), args=[argument]):
            return _safe(context, between) and _safe_items(context, argument)
        case _:
            return _safe_type(_types(context, expression))


def _safe_items(context: Context, expression: Expression) -> bool:
    """Whether every item of what is handed on with a star may be shown."""
    if isinstance(expression, GeneratorExpr):
        return _safe(context, expression.left_expr)
    return _safe_type(_types(context, expression))


def _checked(names: tuple[str, ...]) -> Callable[[Context], Type]:
    def check(context: Context) -> Type:
        for name, kinds, arguments in zip(
            context.callee_arg_names, context.arg_kinds, context.args, strict=True
        ):
            if name not in names:
                continue
            for kind, argument in zip(kinds, arguments, strict=True):
                if not (_safe_items if kind is ARG_STAR else _safe)(context, argument):
                    context.api.fail("This text is shown, and nothing proves it safe", argument)
        return context.default_return_type

    return check


def _only_there(context: FunctionContext) -> Type:
    if not str(getattr(context.api, "path", "")).replace("\\", "/").endswith("text/safe.py"):
        context.api.fail("Only annotator.text.safe calls a text safe", context.context)
    return context.default_return_type


class SafeOnly(Plugin):
    """See the module."""

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """Look at functions, and at what is made of classes."""
        if fullname == SAFE:
            return _only_there
        return _checked(SINKS[fullname]) if fullname in SINKS else None

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Look at methods."""
        return _checked(SINKS[fullname]) if fullname in SINKS else None


def plugin(version: str) -> type[Plugin]:
    """What mypy asks a plugin's module for."""
    return SafeOnly
