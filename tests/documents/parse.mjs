// Reads an OpenAPI document as the tools of npm do: every reference is resolved, the document validated.
import SwaggerParser from "@apidevtools/swagger-parser";

const document = await SwaggerParser.validate(process.argv[2]);
if (Object.keys(document.paths).length === 0) throw new Error("it has no paths");
