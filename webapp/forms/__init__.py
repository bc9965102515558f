"""The shape of what people type: types, lengths, presence. Rules live in the services."""
