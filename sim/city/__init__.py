"""The city: who lives where, who is in charge, who serves whom. Real hierarchy, synthetic people.

What happens to them and what anybody does is no business of this package.
"""

from sim.city.areas import Area, find_area, search_areas
from sim.city.city import City, build_city
from sim.city.errors import CityError
from sim.city.graph import to_graphml
from sim.city.routes import routes
from sim.city.source import CitySource

__all__ = ["Area", "City", "CityError", "CitySource", "build_city", "find_area", "routes", "search_areas", "to_graphml"]
