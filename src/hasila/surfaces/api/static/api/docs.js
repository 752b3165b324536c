// Shows one part of the description: Swagger UI reads all that it is given again for each address that is opened, which
// takes it many seconds over the whole.
(async () => {
  "use strict";

  const settings = JSON.parse(document.getElementById("swagger-settings").textContent);
  const answer = await fetch(settings.described);
  const spec = await answer.json();
  // Schemas and answers are named after what they are of, as the tags are; what all share is named after none.
  const within = (name) => !/^[a-z_]+\./.test(name) || name.startsWith(`${settings.part}.`);
  const kept = (all, test) => Object.fromEntries(Object.entries(all).filter(test));

  spec.paths = kept(spec.paths, ([, methods]) => Object.values(methods)[0].tags.every(within));
  for (const kind of ["schemas", "responses"])
    spec.components[kind] = kept(spec.components[kind], ([name]) => within(name));
  SwaggerUIBundle({ ...settings, spec, dom_id: "#swagger-ui", presets: [SwaggerUIBundle.presets.apis] });
})();
