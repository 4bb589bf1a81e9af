from hypothesis import HealthCheck, settings

from tests.property.examples import TIMES

settings.register_profile(
    "skm",
    max_examples=50 * TIMES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("skm")
