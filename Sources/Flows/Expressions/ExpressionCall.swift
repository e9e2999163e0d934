/// One expression to evaluate in one context.
struct ExpressionCall: Sendable {
  let expression: Expression
  let context: ExpressionContext
}
