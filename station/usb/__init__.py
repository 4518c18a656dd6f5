"""USB: what every driver of a device with bulk pipes asks of it, and an emulated bus below."""
