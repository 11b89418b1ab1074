"""Make up names of people, bodies and places from many countries, to swap into texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from faker import Faker


def _listed(names: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in names.split(","))


_LOCALES = (
    *("en_AU", "en_GB", "en_IE", "en_IN", "en_KE", "en_NG", "en_NZ", "en_PK", "en_TH", "en_US"),
    *("az_AZ", "cs_CZ", "da_DK", "de_AT", "de_DE", "es_AR", "es_CO", "es_ES", "es_MX", "et_EE"),
    *("fi_FI", "fr_CA", "fr_FR", "ga_IE", "ha_NG", "hr_HR", "hu_HU", "id_ID", "ig_NG", "is_IS"),
    *("it_IT", "lt_LT", "lv_LV", "nl_NL", "no_NO", "pl_PL", "pt_BR", "ro_RO", "sk_SK", "sl_SI"),
    *("sq_AL", "sv_SE", "sw", "tr_TR", "tw_GH", "uz_UZ", "vi_VN", "yo_NG", "zu_ZA"),
)
_ROMANISED = ("ja_JP", "zh_CN", "zh_TW")
"""Locales that write names in another script, and have a Latin form of them too."""
_SAMPLES = 300

_TRADES = _listed(
    """
    Airways, Bakery, Bank, Biscuits, Brewery, Builders, Canners, Capital, Cement, Chemicals,
    Coffee, Construction, Dairies, Diamonds, Energy, Engineering, Estates, Farms, Ferries,
    Fisheries, Foods, Freight, Furniture, Gas, Gold, Gems, Homes, Hotels, Hydro, Insurance,
    Ironworks, Labs, Logistics, Marine, Media, Metals, Mills, Minerals, Motors, Mutual,
    Networks, Oil, Partners, Petroleum, Pharma, Plastics, Ports, Poultry, Power, Press,
    Quarries, Rail, Records, Robotics, Seafoods, Shipping, Solar, Steel, Stores, Sugar,
    Supermarkets, Systems, Tea, Technologies, Telecom, Textiles, Timber, Toys, Transport,
    Utilities, Water, Wind, Wines, Works
    """
)
_BODIES = _listed(
    """
    Academy, Alliance, Archdiocese, Association, Board of Education, Borough Council,
    Chamber of Commerce, City Council, City FC, College, Commission, Community Trust,
    Constabulary, Cooperative, County Council, Cricket Club, District Hospital, Festival,
    Fire Service, Foundation, General Hospital, Growers, Guild, Harbour Authority, Health
    Service, High School, Historical Society, Housing Trust, Institute, Museum, Park
    Authority, Police, Police Department, Residents Association, Rovers, Rugby Club, School
    District, Teachers Union, Theatre, Tourism Board, Tribal Council, United, University,
    Water Authority, Workers Union, Zoo
    """
)


@dataclass(frozen=True, slots=True)
class Country:
    """The given names, surnames and places of one locale."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorldNames:
    """Countries to choose names from, and what bodies call themselves."""

    countries: tuple[Country, ...]
    trades: tuple[str, ...] = _TRADES
    bodies: tuple[str, ...] = _BODIES


def make_world_names(seed: int) -> WorldNames:
    """Return names of many countries in Latin script, from Faker; the same for the same seed."""
    countries = [_read_country(locale, seed) for locale in _LOCALES]
    english = countries[0].places
    countries += [_read_romanised(locale, seed, english) for locale in _ROMANISED]
    return WorldNames(tuple(countries))


def _read_country(locale: str, seed: int) -> Country:
    fake = Faker(locale)
    fake.seed_instance(seed)
    return Country(
        _sample(fake.first_name), _sample(fake.last_name), _sample(lambda: str(fake.city()))
    )


def _read_romanised(locale: str, seed: int, places: Sequence[str]) -> Country:
    fake = Faker(locale)
    fake.seed_instance(seed)
    names = [str(fake.romanized_name()).title().split() for _ in range(_SAMPLES)]
    return Country(
        tuple(sorted({name[0] for name in names})),
        tuple(sorted({name[-1] for name in names})),
        tuple(places),
    )


def _sample(draw: Callable[[], str]) -> tuple[str, ...]:
    """Return what many draws give, each once, without those in another script."""
    return tuple(sorted({name for _ in range(_SAMPLES) if _is_latin(name := draw())}))


def _is_latin(name: str) -> bool:
    return all(
        not letter.isalpha() or unicodedata.name(letter).startswith("LATIN") for letter in name
    )
