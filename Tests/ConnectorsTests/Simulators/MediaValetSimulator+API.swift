import Core
import Foundation
import HTTPTypes

/// The API proper.
extension MediaValetSimulator {
  static func api(_ request: Request, _ state: inout State) -> Answer {
    if let refusal = refusal(request, state) { return refusal }
    let steps = request.path.split(separator: "/").map(String.init)
    switch (request.method, steps.first, steps.count) {
    case ("POST", "uploads", 1): return create(request, &state)
    case ("PUT", "uploads", 2): return describe(steps[1], request, &state)
    case ("POST", "uploads", 3): return classify(steps[1], steps[2], request, &state)
    case ("PATCH", "uploads", 2): return finalise(steps[1], &state)
    case ("DELETE", "uploads", 2):
      state.uploads[steps[1]] = nil
      return envelope(200, .null)
    case ("GET", "assets", 2): return asset(steps[1], state)
    case ("POST", "assets", 2) where steps[1] == "search": return search(request, state)
    case ("GET", "users", 2): return envelope(200, ["id": "7b4bbc16-080b-493f-b26d-2e6bb97a1a1e", "userName": "ada"])
    default: return Answer(status: 404)
    }
  }

  private static func refusal(_ request: Request, _ state: State) -> Answer? {
    if let key = state.subscriptionKey, request.headers[.testName("Ocp-Apim-Subscription-Key")] != key {
      let text = "Access denied due to invalid subscription key. Make sure to provide a valid key."
      return Answer(status: 401, body: JSONValue.object(["statusCode": 401, "message": .string(text)]).encoded())
    }
    guard request.headers[.authorization] == "Bearer \(state.token)" else { return Answer(status: 401) }
    return nil
  }

  private static func ticket(_ id: String, _ state: State) -> JSONValue {
    let upload = state.uploads[id]
    let expiry = Timestamp.format(state.now.addingTimeInterval(86_400))
    return [
      "id": .string(id), "uploadFilename": .string("\(id).bin"), "mediaFileId": .string(id),
      "uploadUrl": .string("\(state.base)/storage/\(id)?sv=1&sig=s\(upload?.signature ?? 0)&se=\(expiry)"),
    ]
  }

  private static func create(_ request: Request, _ state: inout State) -> Answer {
    guard let name = request.json["filename"]?.stringValue else { return Answer(status: 400) }
    let wanted = request.json["id"]?.stringValue
    let id = state.honoursID ? wanted ?? UUID().uuidString.lowercased() : UUID().uuidString.lowercased()
    if state.uploads[id] == nil { state.uploads[id] = Upload(fileName: name) }
    state.uploads[id]?.signature += 1
    state.storageRequestsLeft = Int.max
    return envelope(201, ticket(id, state))
  }

  private static func describe(_ id: String, _ request: Request, _ state: inout State) -> Answer {
    guard state.uploads[id] != nil else { return Answer(status: 404) }
    let json = request.json
    state.uploads[id]?.fileName = json["filename"]?.stringValue ?? ""
    state.uploads[id]?.title = json["title"]?.stringValue
    state.uploads[id]?.description = json["description"]?.stringValue
    state.uploads[id]?.size = json["fileSizeInBytes"]?.intValue
    state.uploads[id]?.signature += 1
    state.storageRequestsLeft = Int.max
    return envelope(200, ticket(id, state))
  }

  private static func classify(_ id: String, _ what: String, _ request: Request, _ state: inout State) -> Answer {
    guard state.uploads[id] != nil else { return Answer(status: 404) }
    let texts = request.json.arrayValue?.compactMap(\.stringValue) ?? []
    switch what {
    case "categories": state.uploads[id]?.categories = texts
    case "keywords": state.uploads[id]?.keywords = texts
    case "attributes": state.uploads[id]?.attributes = request.json[0] ?? .null
    default: return Answer(status: 404)
    }
    return envelope(201, ["id": .string(id)])
  }

  private static func finalise(_ id: String, _ state: inout State) -> Answer {
    guard let upload = state.uploads[id], let bytes = upload.bytes, Int64(bytes.count) == upload.size else {
      return Answer(status: 404)
    }
    guard !upload.categories.isEmpty else { return envelope(400, ["message": "An asset needs a category."]) }
    state.uploads[id]?.isFinalised = true
    return envelope(200, [:])
  }

  private static func asset(_ id: String, _ state: State) -> Answer {
    guard let upload = state.uploads[id], upload.isFinalised, let bytes = upload.bytes else {
      return Answer(status: 404)
    }
    return envelope(200, json(id, upload, md5: state.md5?(bytes)))
  }

  private static func json(_ id: String, _ upload: Upload, md5: String?) -> JSONValue {
    [
      "id": .string(id), "title": JSONValue(upload.title), "status": 0,
      "file": [
        "fileName": .string(upload.fileName), "sizeInBytes": JSONValue(upload.bytes?.count ?? 0), "md5": JSONValue(md5),
      ],
    ]
  }

  private static func search(_ request: Request, _ state: State) -> Answer {
    let all = state.uploads.filter { $0.value.isFinalised }.sorted { $0.key < $1.key }
    let offset = Int(request.json["offset"]?.intValue ?? 0)
    let count = Int(request.json["count"]?.intValue ?? 50)
    let page = all.dropFirst(offset).prefix(count).map { json($0.key, $0.value, md5: nil) }
    return envelope(200, ["assetCount": JSONValue(all.count), "assets": .array(page)])
  }
}
