import os
import urllib.error
import urllib.request

request = urllib.request.Request(
    "{{url}}",
    headers={"X-Auth-Token": os.environ["SALTGATE_TOKEN"]},
)
try:
    response = urllib.request.urlopen(request)
except urllib.error.HTTPError as error:  # a refused call says why in its body
    response = error
print(response.status, response.read().decode())
