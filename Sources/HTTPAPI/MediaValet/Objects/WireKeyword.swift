import Core
import Library

/// A keyword as the MediaValet API shows it.
enum WireKeyword {
  static func json(_ keyword: Keyword) -> JSONValue {
    var object: JSONObject = [
      "id": JSONValue(keyword.id), "keywordName": .string(keyword.word), "isSearchable": .bool(keyword.isSearchable),
      "isApproved": .bool(keyword.isApproved), "groupName": "", "groupPath": "",
    ]
    object["approvedAt"] = keyword.approvedAt.map { JSONValue($0) }
    object["approvedBy"] = WirePerson.json(keyword.approvedBy)
    object["requestedAt"] = JSONValue(keyword.requestedAt)
    object["requestedBy"] = WirePerson.json(keyword.requestedBy)
    object["approvalStatus"] = keyword.isApproved ? "Approved" : "Pending"
    return .object(WireLinks.close(object, "keyword", functions: ["keywords"]))
  }
}
