"""Numbers as pictures: Vega-Lite specifications, drawn as SVG without a browser, and the page that they stand on."""
