"""Columns of a table of records, read and written as the attributes of single agents would be.

Reading gives Python's own numbers: a column of bytes must not make `age - 40` wrap round, nor `sum` overflow.
Writing refuses what a column cannot hold instead of cutting it down to size.
"""

import functools
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
Positions = NDArray[np.intp]

_CHUNK = 65_536


def each(positions: Positions) -> Iterator[int]:
    """Give the positions one by one as Python integers, without a list of all of them."""
    for start in range(0, len(positions), _CHUNK):
        yield from positions[start : start + _CHUNK].tolist()


def as_list(column: Column, rows: Positions | None = None) -> list[Any]:
    """Return the cells of some rows (None: all of them): Python numbers, or live arrays of a column of arrays."""
    if column.ndim == 1:
        cells: list[Any] = (column if rows is None else column[rows]).tolist()
        return cells
    return list(column) if rows is None else [column[row] for row in each(rows)]


def cell(name: str, column: Column, value: Any) -> NDArray[Any]:
    """Return a value as one cell of a column.

    Raises:
        ValueError: if the cell's shape or type cannot hold the value; says which column and what it holds.
    """
    given = np.asarray(value)
    shape = column.shape[1:]
    if given.shape not in {(), shape}:
        raise ValueError(
            f"{name}: a cell of this column has the shape {shape}, the value has {given.shape}. "
            f"To give every agent its own value, write the table: agents.table[{name!r}][agents.rows] = values"
        )
    if column.dtype.kind in "iu":
        limits = np.iinfo(column.dtype)
        whole = given.dtype.kind in "iub" or (given.dtype.kind == "f" and np.all(given == np.floor(given)))
        if not whole or np.any(given < limits.min) or np.any(given > limits.max):
            raise ValueError(f"{name}: {value!r} is not a whole number from {limits.min} to {limits.max}")
    elif not np.can_cast(given.dtype, column.dtype, "same_kind"):
        raise ValueError(f"{name}: this column holds {column.dtype.name}, not {value!r}")
    return given.astype(column.dtype)


def order(keys: Column, ascending: bool) -> Positions:
    """Return the positions sorted by key; equal keys keep their order in both directions, as in `sorted`."""
    if ascending:
        return np.argsort(keys, kind="stable")
    return (len(keys) - 1 - np.argsort(keys[::-1], kind="stable"))[::-1]


def groups(keys: Column) -> dict[Hashable, Positions]:
    """Return the positions of each distinct key, keys in the order in which they first appear."""
    if len(keys) == 0:
        return {}
    by_key = np.argsort(keys, kind="stable")
    ordered = keys[by_key]
    members = np.split(by_key, np.flatnonzero(ordered[1:] != ordered[:-1]) + 1)
    members.sort(key=lambda positions: int(positions[0]))
    return {keys[positions[0]].item(): positions for positions in members}


def aggregate(column: Column, functions: Sequence[Callable[[Any], Any]]) -> list[Any]:
    """Return what each function says of the list of cells, to the last bit, as far as possible without the list.

    NumPy's functions get an array instead (read-only, of the type that they would make of the list). Others get
    the list; of the built-in ones `len`, `min`, `max` and the `sum` of whole numbers do not need it.
    """
    array = _as_from_list(column)
    values = functools.cache(lambda: as_list(column))
    return [function(array) if _is_numpy(function) else _short_cut(array, function, values) for function in functions]


def _as_from_list(column: Column) -> Column:
    """Return the array that NumPy makes of the column's list of Python numbers."""
    wide = column
    if column.ndim == 1:
        if column.dtype.kind == "f":
            wide = column.astype(np.float64, copy=False)
        elif column.dtype.kind in "iu" and (column.dtype.itemsize < 8 or np.all(column <= np.iinfo(np.int64).max)):
            wide = column.astype(np.int64, copy=False)
    wide = wide.view()
    wide.flags.writeable = False
    return wide


def _is_numpy(function: Callable[..., Any]) -> bool:
    if isinstance(function, functools.partial):
        return _is_numpy(function.func)
    return isinstance(function, np.ufunc) or (getattr(function, "__module__", None) or "").split(".")[0] == "numpy"


def _short_cut(array: Column, function: Callable[[Any], Any], values: Callable[[], list[Any]]) -> Any:
    """Answer for a built-in function where NumPy gives the very same, else ask the function."""
    if function is len:
        return len(array)
    if array.ndim == 1 and len(array) > 0 and array.dtype.kind in "iub":
        low, high = array.min().item(), array.max().item()
        if function is min or function is max:
            return low if function is min else high
        if function is sum and max(abs(low), abs(high)) * len(array) < 2**63:
            return int(array.sum())
    elif array.ndim == 1 and len(array) > 0 and (function is min or function is max):
        extreme = array.min() if function is min else array.max()
        if not np.isnan(extreme) and extreme != 0.0:  # the first of 0.0 and -0.0, and NaN's place, are the list's
            return extreme.item()
    return function(values())
