import Connectors
import Core

/// The steps that read and write tables.
enum TableSteps {
  static let all = [readCSV, writeCSV, readJSONLines, writeJSONLines, readXML, writeXML]

  static let readCSV = FileStep(
    "readCSV", "Read a CSV file",
    input: StepSchema.input(
      "Reads comma separated values, as spreadsheets write them. Every row becomes an object of texts.",
      CSVFormat.properties.prefixed(["file": StepSchema.file("The CSV file.")]), required: ["file"]),
    output: StepSchema.rows("The rows, by the names of the columns.")
  ) { call in
    let (name, format) = (try call.handle().name, CSVFormat(call.input))
    return try await call.table { CSVReader(file: name, format: format) }
  }

  static let writeCSV = FileStep(
    "writeCSV", "Write a CSV file",
    input: StepSchema.input(
      "Writes rows as comma separated values, for spreadsheets.",
      CSVFormat.properties.prefixed([
        "rows": RowInput.schema("What to write: a list of objects, or the rows of a step that reads a table."),
        "name": StepSchema.name("rows.csv"),
      ]), required: ["rows"]),
    output: StepSchema.written
  ) { call in
    try await write(call, mime: "text/csv") { rows, output in
      var writer = CSVWriter(format: CSVFormat(call.input))
      var count = 0
      for try await some in rows {
        for row in some { try await output.append(writer.line(row)) }
        count += some.count
      }
      try await output.append(writer.end())
      return count
    }
  }

  static let readJSONLines = FileStep(
    "readJSONLines", "Read JSON lines",
    input: StepSchema.input(
      "Reads a file that has one JSON value a line.", ["file": StepSchema.file("The file of JSON lines.")],
      required: ["file"]),
    output: StepSchema.rows("The values, one a line.")
  ) { call in
    let name = try call.handle().name
    return try await call.table { JSONLineReader(file: name) }
  }

  static let writeJSONLines = FileStep(
    "writeJSONLines", "Write JSON lines",
    input: StepSchema.input(
      "Writes rows as a file with one JSON value a line.",
      ["rows": RowInput.schema("What to write."), "name": StepSchema.name("rows.jsonl")], required: ["rows"]),
    output: StepSchema.written
  ) { call in
    try await write(call, mime: "application/jsonl") { rows, output in
      var count = 0
      for try await some in rows {
        for row in some { try await output.append(row.encoded() + [UInt8(ascii: "\n")]) }
        count += some.count
      }
      return count
    }
  }

  static let readXML = FileStep(
    "readXML", "Read an XML file",
    input: StepSchema.input(
      "Reads an XML file element by element. Attributes become members that begin with @, repeated elements lists.",
      [
        "file": StepSchema.file("The XML file."),
        "element": [
          "type": "string", "title": "Element",
          "description":
            "The name of the element that is a row, as product. The children of the outermost one when left out.",
        ],
      ], required: ["file"]),
    output: StepSchema.rows("The elements.")
  ) { call in
    let (name, element) = (try call.handle().name, call.text("element"))
    return try await call.table { XMLReader(file: name, element: element) }
  }

  static let writeXML = FileStep(
    "writeXML", "Write an XML file",
    input: StepSchema.input(
      "Writes rows as elements of an XML file. Members that begin with @ become attributes.",
      [
        "rows": RowInput.schema("What to write."), "name": StepSchema.name("rows.xml"),
        "root": ["type": "string", "title": "Outermost element", "default": "rows"],
        "element": ["type": "string", "title": "Element of a row", "default": "row"],
      ], required: ["rows"]),
    output: StepSchema.written
  ) { call in
    let writer = try XMLWriter(root: call.text("root") ?? "rows", element: call.text("element") ?? "row")
    return try await write(call, mime: "application/xml") { rows, output in
      try await output.append(writer.start)
      var count = 0
      for try await some in rows {
        for row in some { try await output.append(try writer.lines(row)) }
        count += some.count
      }
      try await output.append(writer.end)
      return count
    }
  }

  private static func write(
    _ call: FileStepCall, mime: String, _ body: (AnyRows, inout BlockWriter) async throws -> Int
  ) async throws -> JSONValue {
    let rows = try await RowInput.open(call)
    var count = 0
    let file = try await call.write(name: call.text("name") ?? "rows", mime: mime) { output in
      count = try await body(rows, &output)
    }
    return ["file": file.json, "count": JSONValue(count)]
  }
}
