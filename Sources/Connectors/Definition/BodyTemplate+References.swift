extension BodyTemplate {
  /// What it refers to, in order.
  var references: [TemplateReference] {
    switch self {
    case .none: []
    case .json(let template, _), .jsonWithFiles(let template, _, _): template.references
    case .jsonPatch(let fields, _), .form(let fields), .multipart(let fields): fields.flatMap(\.value.references)
    case .text(let template, _), .file(let template, _): template.references
    }
  }
}
