/// Fields of the connection form that belong together.
struct ConnectionFieldGroup: Sendable {
  let title: String?
  /// The kinds of authentication and the grants for which it is shown, with blanks between; `nil` shows it always.
  var when: String?
  var fields: [ConnectionField]

  /// The same with what is wrong said at its field.
  func with(_ problem: FieldProblem) -> ConnectionFieldGroup {
    var group = self
    for index in group.fields.indices where group.fields[index].name == problem.field {
      group.fields[index].problem = problem.text
    }
    return group
  }
}
