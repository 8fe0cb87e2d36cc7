"""The actions of the group: `forms`, `actions`, `object_actions` (buttons), `results` (sums, reading), `views`, `admin`."""
