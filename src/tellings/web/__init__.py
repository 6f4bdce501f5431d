"""The application: a library in a browser. Views are pure functions of a library; routes lay them out and answer HTTP."""
