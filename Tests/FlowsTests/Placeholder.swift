enum FlowsTestsPlaceholder {}
