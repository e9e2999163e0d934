enum EgressPlaceholder {}
