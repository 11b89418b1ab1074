import pytest

from service.training.engine.world_names import WorldNames, make_world_names


@pytest.fixture(scope="module")
def world() -> WorldNames:
    return make_world_names(3)


def test_the_same_seed_gives_the_same_names(world: WorldNames) -> None:
    assert make_world_names(3) == world


def test_each_country_has_people_and_places(world: WorldNames) -> None:
    assert len(world.countries) > 40
    assert all(country.first and country.last and country.places for country in world.countries)


def test_names_are_in_latin_script(world: WorldNames) -> None:
    letters = {
        letter
        for country in world.countries
        for name in country.first + country.last + country.places
        for letter in name
    }
    assert not letters & set("абвгделмнокрст李王渋أبت")


def test_bodies_are_listed_in_one_piece(world: WorldNames) -> None:
    assert "Health Service" in world.bodies
    assert all(name == name.strip() for name in world.trades + world.bodies)
