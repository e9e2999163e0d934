enum HTTPAPITestsPlaceholder {}
