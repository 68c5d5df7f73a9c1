# Two commands do everything on a fresh machine: `make serve` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PORT ?= 8866

.PHONY: serve test check lint catalogue pages guides pictures bundle lock clean help

help:
	@echo "make serve     kelas contoh di komputer ini (run the demo class)"
	@echo "make test      semua pemeriksaan (all checks)"
	@echo "make check     periksa paket dan buku kerja (validate content)"
	@echo "make lint      ruff and mypy"
	@echo "make catalogue the English texts: find new ones, drop old ones"
	@echo "make pages     docs/coverage.md and the page of programmes, from datasets/"
	@echo "make guides    panduan fasilitator sebagai PDF dan Word (in panduan/)"
	@echo "make pictures  the screenshots of the README"
	@echo "make bundle    satu zip untuk memasang tanpa jaringan (offline installer)"
	@echo "make lock      resolve the pinned dependencies again"

serve: $(STAMP)
	$(BIN)/etika serve --demo --port $(PORT)

test: $(STAMP)
	@deploy/chromium.sh
	-@deploy/postgres.sh
	-@deploy/nginx.sh
	-@deploy/strace.sh
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	$(BIN)/etika check
	$(BIN)/python -m pytest tests workbooks -n 2 --dist loadfile --nbval-lax --nbval-current-env --nbval-cell-timeout 60 --durations 40

check: $(STAMP)
	$(BIN)/etika check

lint: $(STAMP)
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

catalogue: $(STAMP)
	$(BIN)/python docs/catalogue.py

pages: $(STAMP)
	$(BIN)/python docs/programmes.py
	$(BIN)/python docs/coverage.py

guides: $(STAMP)
	$(BIN)/etika guide --all

pictures: $(STAMP)
	@deploy/chromium.sh
	$(BIN)/python docs/pictures.py
	$(BIN)/python docs/pictures_gallery.py

bundle: $(STAMP)
	$(BIN)/python deploy/bundle.py

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) deploy/check_python.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock:
	$(PYTHON) -m venv .tmp/lock
	.tmp/lock/bin/python -m pip install --quiet pip-tools
	.tmp/lock/bin/pip-compile --quiet --extra dev --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate --allow-unsafe --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) .tmp .mypy_cache .ruff_cache .pytest_cache .hypothesis
