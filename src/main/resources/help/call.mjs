const response = await fetch("{{url}}", {
  headers: { "X-Auth-Token": process.env.SALTGATE_TOKEN },
});
console.log(response.status, await response.text());
