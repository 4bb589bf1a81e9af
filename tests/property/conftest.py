from hypothesis import HealthCheck, settings

settings.register_profile(
    "skm",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("skm")
