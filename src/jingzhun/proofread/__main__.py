"""``python -m jingzhun.proofread`` is ``./run proofread``."""

import sys

from .command import main

sys.exit(main())
