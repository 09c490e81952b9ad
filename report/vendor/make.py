"""Makes ``vega.js.zz`` anew: what the charts are drawn with, as one deflated script."""

from __future__ import annotations

from pathlib import Path
from zlib import compress

import vl_convert

ENTRY = "globalThis.vegaEmbed = vegaEmbed;"

if __name__ == "__main__":
    script = vl_convert.javascript_bundle(ENTRY)
    (Path(__file__).parent / "vega.js.zz").write_bytes(compress(script.encode(), 9))
    print(f"Vega {vl_convert.get_vega_version()}, Vega-Embed {vl_convert.get_vega_embed_version()}: {len(script):,} characters")
