"""The documentation site: Sphinx, MyST, Furo. `make docs` builds it into `site/`; every warning is an error."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_site"))

import tellings  # noqa: E402

project = "Tellings"
author = "The Tellings developers"
copyright = "The Tellings developers, Apache-2.0"  # noqa: A001
release = version = tellings.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "shown", "sealed"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_site"]
nitpicky = False

myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
suppress_warnings = ["myst.header"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_maximum_signature_line_length = 100

html_theme = "furo"
html_title = "Tellings"
html_static_path = ["_site/static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_last_updated_fmt = None
pygments_style = "friendly"
pygments_dark_style = "monokai"
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#1d4e89",
        "color-brand-content": "#1d4e89",
        "color-brand-visited": "#5b3d8a",
    },
    "dark_css_variables": {
        "color-brand-primary": "#8ab8f0",
        "color-brand-content": "#8ab8f0",
        "color-brand-visited": "#bba5e8",
    },
}
