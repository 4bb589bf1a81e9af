"""What the tests of whole stories share with those of the command: typing it, and that `skm doctor` imports little."""

from tests.unit.cli.conftest import little_imported as little_imported
from tests.unit.cli.conftest import skm as skm
