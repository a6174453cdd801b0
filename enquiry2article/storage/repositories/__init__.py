"""What a workspace holds, one repository for each noun."""
