"""Names of months and weekdays in English, German, French and Spanish."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fake_or_real.data.readings.style import Whole

_NAMES = (
    "jan january januar jänner jän janv janvier ene enero",
    "feb february februar feber fév févr février fev fevr fevrier febrero",
    "mar march mär märz mrz mars marzo",
    "apr april avr avril abr abril",
    "may mai mayo",
    "jun june juni juin junio",
    "jul july juli juil juillet julio",
    "aug august août aout ago agosto",
    "sep sept september septembre septiembre setiembre",
    "oct october okt oktober octobre octubre",
    "nov november novembre noviembre",
    "dec december dez dezember déc décembre decembre dic diciembre",
)
_NUMBERS = {name: 1 + place for place, names in enumerate(_NAMES) for name in names.split()}
# The letters of these languages, before `(?i)`: RE2 takes 20 ms to compile all that Unicode has.
LETTER = "[a-zÀ-ÿ]"
# A weekday before a date, by its first letters: it says nothing that the date does not.
WEEKDAY = (
    rf"(?:(?:mo|tu|we|th|fr|sa|sá|su|di|mi|do|so|lu|ma|me|je|ve|ju|vi){LETTER}{{0,8}}\.?,?\s+)?"
)


def numbers(names: pa.Array) -> Whole:
    """Months 1 to 12 from their whole or short names in lower case; 0 for what is none."""
    places = pc.index_in(names, value_set=pa.array(list(_NUMBERS), names.type))
    found = pc.fill_null(pa.array(list(_NUMBERS.values())).take(places), 0)
    return np.asarray(found.to_numpy(), dtype=np.int64)
