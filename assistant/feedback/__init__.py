"""What people think of the answers: kept where they agree, in a file of whoever runs the service."""
