// The page of the JSON door: Swagger UI, drawn from the description that the application gives.
const place = document.getElementById('reference');
window.SwaggerUIBundle({
  domNode: place,
  url: place.getAttribute('data-description'),
  deepLinking: true,
  validatorUrl: null,
  syntaxHighlight: false,
});
