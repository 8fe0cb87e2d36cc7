"""Finding someone, their card, the chart: `forms`, `chart` (the picture), `vcard`, `views`."""
