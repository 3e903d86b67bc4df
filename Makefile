# Everything below needs Python 3.11, pip, make and git, and nothing else. `make help` lists it.
# The commands behind it work without make too: see "Without make" in README.md.
.DEFAULT_GOAL := help
.PHONY: help run test lab lock format lint samples docs bench fuzz release-check clean

RAW ?= data/raw
OUT ?= data/processed
PYTEST ?=
SECONDS ?= 600
RUNS ?= -1
LAB ?=

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.installed
FUZZER := $(VENV)/.fuzzer
FIND_PYTHON := for p in python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && { echo $$p; break; }; done
PYTHON ?= $(shell $(FIND_PYTHON))

# Jupyter, IPython and matplotlib keep their files in the environment; nothing goes to the user's home.
export IPYTHONDIR := $(abspath $(VENV))/var/ipython
export JUPYTER_CONFIG_DIR := $(abspath $(VENV))/var/jupyter/config
export JUPYTER_DATA_DIR := $(abspath $(VENV))/var/jupyter/data
export JUPYTER_RUNTIME_DIR := $(abspath $(VENV))/var/jupyter/runtime
export JUPYTER_PREFER_ENV_PATH := 1
export MPLCONFIGDIR := $(abspath $(VENV))/var/matplotlib

help:  ## list the commands 列出命令
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | expand -t 15

# The stamp is newer than the lock and the project file exactly when the environment fits them.
# Hashes are demanded of every package; gik itself is linked, with the locked build tool and no download.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11，未找到。 Python 3.11 is needed and was not found; say make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "安装依赖 installing pinned packages into $(VENV) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
	@touch $@

run: $(READY)  ## run the notebooks on RAW, leave workbooks in OUT 依次运行笔记本
	@$(PY) -m gik run "$(RAW)" "$(OUT)"

test: $(READY)  ## run all tests, or PYTEST="tests/test_x.py" 运行测试
	@$(PY) -m pytest -n auto $(PYTEST)

# JupyterLab's question whether to fetch its news would be the first that an analyst sees.
lab: ROOT = $(if $(filter file,$(origin OUT)),.,$(OUT))
lab: $(READY)  ## open JupyterLab on this machine only, on a run's notebooks with OUT=… 打开 JupyterLab
	@test -d "$(ROOT)/notebooks" || { echo "$(ROOT) 里没有运行过的笔记本，请先 make run OUT=$(ROOT)。 No notebooks there: run them first"; exit 1; }
	@mkdir -p $(VENV)/etc/jupyter/labconfig
	@echo '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}' > $(VENV)/etc/jupyter/labconfig/page_config.json
	@$(PY) -m jupyterlab --ServerApp.ip=localhost --ServerApp.root_dir="$(ROOT)" --LabApp.default_url=/lab/tree/notebooks \
		--LanguageServerManager.autodetect=False $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB)

lock: $(READY)  ## pin the versions that pyproject.toml allows 更新依赖锁定
	@$(PY) -m uv pip compile pyproject.toml --extra notebooks --extra cluster --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --quiet -o requirements.lock
	@$(PY) -m uv pip compile --group fuzz --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --quiet -o tests/fuzz/requirements.lock

format: $(READY)  ## format code and notebooks 整理格式
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

lint: $(READY)  ## check style and types 检查代码
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy gik

samples: $(READY)  ## write the fictional city anew 重新生成虚构城市的报告
	@$(PY) -m tests.generator data/raw --city

docs: $(READY)  ## write the dictionary and what the pages' code shows anew 重新生成文档
	@$(PY) -m gik.dictionary > docs/.dictionary.md && mv docs/.dictionary.md docs/dictionary.md
	@$(PY) -m tests.doc_pages

bench: $(READY)  ## measure speed and memory 测量速度
	@$(PY) -m benchmarks

$(FUZZER): $(READY) tests/fuzz/requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
		-r tests/fuzz/requirements.lock
	@touch $@

fuzz: $(FUZZER)  ## look SECONDS long, or RUNS times, for inputs that break each reader (64-bit Linux) 模糊测试
	@$(PY) -m tests.fuzz --seconds $(SECONDS) --runs $(RUNS)

release-check: $(READY)  ## build the wheel, install it apart, do the main job with it 发布前检查
	@$(PY) -m tests.release_check

clean:  ## remove the environment and caches, keep results 清除环境
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
