"""What `hushtag doctor` looks at: the machine, the data folder, the service."""
