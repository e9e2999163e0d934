enum WebUIPlaceholder {}
