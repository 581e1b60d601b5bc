SCRIPT_TESTS += \
	tests/property/kept.py
EXTRA_DIST += tests/property/shared.py
	tests/property/lost.py
