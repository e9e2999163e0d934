/// How much one expression may use.
package struct ExpressionLimits: Sendable {
  /// How long one evaluation may take.
  package var time: Duration
  /// How many bytes its result may have as JSON.
  package var output: Int
  /// How much memory an expression process may have beyond what it has when it starts.
  package var memory: Int

  package static let standard = ExpressionLimits(time: .seconds(2), output: 8 << 20, memory: 256 << 20)
}
