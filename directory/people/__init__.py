"""Finding someone, their card, the chart: `forms`, `chart` (the picture), `views`."""
