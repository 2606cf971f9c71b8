"""Values as database drivers give them, in Arrow's types."""

import datetime
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from fake_or_real.errors import UserError

_PLAIN = {
    *(bool, int, float, Decimal, str, bytes),
    *(datetime.date, datetime.datetime, datetime.time, datetime.timedelta),
}
_NESTED = {dict, list, tuple}


def as_arrow(values: Sequence[Any], name: str) -> pa.Array:
    """One column's values in the type that they have in Python; None is a missing one.

    Moments with a time zone are in UTC. Decimals are whole numbers where none has a fraction, else
    floats, as their column kind is. Lists and documents are Arrow's JSON, which has no column kind.
    All that Arrow has no type for (a UUID, a network address, a range) is written out.

    Raises `UserError` where values are of types that are not one, or whole numbers beyond 64 bits.
    """
    types = {type(value) for value in values} - {type(None)}
    if types & _NESTED:
        texts = [None if v is None else json.dumps(v, default=str, sort_keys=True) for v in values]
        return pa.ExtensionArray.from_storage(pa.json_(), pa.array(texts, pa.string()))
    if types & {bytearray, memoryview}:
        values = [None if value is None else bytes(value) for value in values]
    elif types - _PLAIN:
        values = [None if value is None else str(value) for value in values]
    elif Decimal in types and types <= {Decimal, int, float}:
        return _numbers(values)
    try:
        found = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        mixed = ", ".join(sorted(kind.__name__ for kind in types))
        raise UserError(
            f"column {name!r} mixes types ({mixed}); make it one in the query, by CAST"
        ) from None
    except OverflowError:
        raise UserError(
            f"column {name!r} holds numbers beyond 64 bits; make it text in the query, by CAST"
        ) from None
    zoned = pa.types.is_timestamp(found.type) and found.type.tz is not None
    return found.cast(pa.timestamp("us", "UTC")) if zoned else found


def _numbers(values: Sequence[Any]) -> pa.Array:
    """Decimals, perhaps NaN or infinite."""
    try:
        exact = pa.array(values)
        if exact.type.scale <= 0:
            return exact.cast(pa.int64())
    except (pa.ArrowInvalid, pa.ArrowTypeError, AttributeError):
        pass  # one that is not finite, or too large
    return pa.array([None if value is None else float(value) for value in values])
