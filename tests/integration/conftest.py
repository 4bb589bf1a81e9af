"""What the tests of whole stories share with those of the command: typing it."""

from tests.unit.cli.conftest import skm as skm
