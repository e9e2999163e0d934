enum AppServerPlaceholder {}
