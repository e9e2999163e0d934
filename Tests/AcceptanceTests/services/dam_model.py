"""A server of OpenAI's chat completions that looks at pictures as far as it is told to: it answers with what it was sent."""

import base64
import json

from services.dam_base import Library, Refusal


class Model(Library):
    token = "sk-of-a-project"

    def __init__(self):
        super().__init__()
        self.seen = []
        self.says = None  # Text in the place of the answer.

    def admit(self, call):
        if call.headers.get("authorization") != f"Bearer {self.token}":
            raise Refusal(401, {"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}})

    def handle(self, call):
        match [call.method, call.path]:
            case ["GET", "/v1/models"]:
                return 200, {"object": "list", "data": [{"id": "gpt-4.1-mini", "owned_by": "system"}]}
            case ["POST", "/v1/chat/completions"]:
                asked = call.json
                assert asked["response_format"]["json_schema"]["strict"] is True
                [picture] = [part["image_url"]["url"] for part in asked["messages"][-1]["content"] if part["type"] == "image_url"]
                head, _, data = picture.partition(";base64,")
                self.seen.append((head, base64.b64decode(data) if data else picture))
                wanted = asked["response_format"]["json_schema"]["schema"]["properties"]
                given = {name: ["boat"] if shape["type"] == "array" else f"A {name}" for name, shape in wanted.items()}
                text = self.says or json.dumps(given)
                return 200, {"choices": [{"message": {"role": "assistant", "content": text}}]}
        raise Refusal(404, {"error": {"message": "Unknown request URL"}})
