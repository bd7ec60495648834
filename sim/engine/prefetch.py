"""Ask memory for a record some time before it is read.

A city's records do not fit into a processor's cache. A rule that goes from resident to resident in no order would wait
for memory at each; asked for ahead, records arrive while others are worked on. Nothing else changes: a hint has no
result.
"""

from typing import Any

import numba

if numba.config.DISABLE_JIT:

    def prefetch(table: Any, row: int) -> None:
        """Ask for a row of a table; interpreted, nothing is gained by it."""
else:
    from llvmlite import ir
    from numba.core import cgutils, types
    from numba.extending import intrinsic

    _BYTE_POINTER, _INT, _LONG = ir.IntType(8).as_pointer(), ir.IntType(32), ir.IntType(64)
    _TO_READ, _TO_KEEP, _DATA = ir.Constant(_INT, 0), ir.Constant(_INT, 3), ir.Constant(_INT, 1)
    CACHE_LINE = 64
    """Bytes that memory hands over at once."""
    MOST_LINES = 4

    @intrinsic  # type: ignore[untyped-decorator]
    def prefetch(typing: Any, table: Any, row: Any) -> Any:
        """Ask for a row of a table, or for the beginning of one that is long (LLVM's `llvm.prefetch`)."""
        del typing

        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, args[0])
            (stride,) = cgutils.unpack_tuple(builder, array.strides)
            number = builder.sext(args[1], _LONG) if args[1].type.width < _LONG.width else args[1]
            address = builder.add(builder.ptrtoint(array.data, _LONG), builder.mul(number, stride))
            hint = cgutils.get_or_insert_function(
                builder.module, ir.FunctionType(ir.VoidType(), [_BYTE_POINTER, _INT, _INT, _INT]), "llvm.prefetch.p0"
            )
            for line in range(min(MOST_LINES, -(-table.dtype.size // CACHE_LINE))):
                place = builder.add(address, ir.Constant(_LONG, line * CACHE_LINE))
                builder.call(hint, [builder.inttoptr(place, _BYTE_POINTER), _TO_READ, _TO_KEEP, _DATA])
            return context.get_dummy_value()

        return types.void(table, row), generate
