enum MediaValetClientPlaceholder {}
